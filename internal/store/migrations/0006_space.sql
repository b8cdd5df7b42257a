-- Spaces that are made, changed and shared through the API: other names, theme, permissions and roles.

ALTER TABLE space ADD COLUMN alias {{text}} NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN alias_fold {{text}} NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN theme {{text}} NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN route_override {{int}} NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX space_by_alias ON space (site, alias_fold) WHERE alias_fold <> '';

-- What a subject was given by itself. space_grant holds this and what its roles give: what every check asks.
CREATE TABLE space_permission (
    site    {{int}} NOT NULL,
    space   {{int}} NOT NULL,
    subject {{text}} NOT NULL,
    perm    {{int}} NOT NULL,
    PRIMARY KEY (space, subject, perm),
    FOREIGN KEY (site, space) REFERENCES space(site, id)
);
INSERT INTO space_permission (site, space, subject, perm) SELECT site, space, subject, perm FROM space_grant;

-- Roles. Those that come with the program are of site 0.
CREATE TABLE space_role (
    id          {{serial 1}},
    site        {{int}} NOT NULL,
    role_id     {{text}} NOT NULL UNIQUE,
    name        {{text}} NOT NULL,
    name_fold   {{text}} NOT NULL,
    description {{text}} NOT NULL,
    UNIQUE (site, name_fold)
);

CREATE TABLE space_role_perm (
    role {{int}} NOT NULL REFERENCES space_role(id),
    perm {{int}} NOT NULL,
    PRIMARY KEY (role, perm)
);

CREATE TABLE space_role_assignment (
    site    {{int}} NOT NULL,
    space   {{int}} NOT NULL,
    subject {{text}} NOT NULL,
    role    {{int}} NOT NULL REFERENCES space_role(id),
    PRIMARY KEY (space, subject, role),
    FOREIGN KEY (site, space) REFERENCES space(site, id)
);
CREATE INDEX space_role_assignment_by_role ON space_role_assignment (role, space, subject);

INSERT INTO space_role (site, role_id, name, name_fold, description) VALUES
    (0, '6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a01', 'Admin', 'admin', 'Can do everything in the space'),
    (0, '6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a02', 'Manager', 'manager', 'Can manage all content of the space'),
    (0, '6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a03', 'Collaborator', 'collaborator', 'Can write, comment and attach'),
    (0, '6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a04', 'Viewer', 'viewer', 'Can read');
-- The abilities are bits in the order of wiki.Perm, from read (1) to administer (8192).
INSERT INTO space_role_perm (role, perm) SELECT r.id, p.perm FROM space_role r CROSS JOIN
    (SELECT 1 AS perm UNION ALL SELECT 2 UNION ALL SELECT 4 UNION ALL SELECT 8 UNION ALL SELECT 16 UNION ALL SELECT 32 UNION ALL SELECT 64
     UNION ALL SELECT 128 UNION ALL SELECT 256 UNION ALL SELECT 512 UNION ALL SELECT 1024 UNION ALL SELECT 2048 UNION ALL SELECT 4096
     UNION ALL SELECT 8192) p
    WHERE r.site = 0 AND (r.name_fold = 'admin' OR r.name_fold = 'manager' AND p.perm < 8192
        OR r.name_fold = 'collaborator' AND p.perm IN (1, 2, 4, 8, 16, 512) OR r.name_fold = 'viewer' AND p.perm = 1);

-- Who may read, create and delete custom content of a type.
CREATE TABLE space_custom_grant (
    site    {{int}} NOT NULL,
    space   {{int}} NOT NULL,
    subject {{text}} NOT NULL,
    kind    {{text}} NOT NULL,
    op      {{text}} NOT NULL,
    PRIMARY KEY (space, subject, kind, op),
    FOREIGN KEY (site, space) REFERENCES space(site, id)
);
