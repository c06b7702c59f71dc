-- The last number at which a member of a group was mentioned; user_id '' stands for all members. Written with the
-- message's row.
CREATE TABLE IF NOT EXISTS group_mention (
    group_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq             BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (group_id, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
