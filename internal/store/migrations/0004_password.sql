-- Passwords of accounts, as argon2id keeps them (identity/password.go). An account without a row has none.
CREATE TABLE password (
    account_id {{text}} PRIMARY KEY REFERENCES account(account_id),
    hash       {{text}} NOT NULL,
    changed    {{int}} NOT NULL
);

-- What the sweep of expired tokens looks for.
CREATE INDEX token_by_expiry ON token (expires) WHERE died = 0;
