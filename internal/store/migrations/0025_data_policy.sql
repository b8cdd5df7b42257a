-- Spaces whose content the administrator keeps from apps.
CREATE TABLE space_data_policy (
    space {{int}} PRIMARY KEY REFERENCES space(id)
);
