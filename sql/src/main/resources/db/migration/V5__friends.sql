-- Who knows whom and who wants nothing of whom, as users have said at the gate. Workers only ask.

-- Two users, in ascending byte order, of whom one has asked to be the other's friend.
CREATE TABLE IF NOT EXISTS friendship (
    low_id          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    high_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asked_by        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asked_at        DATETIME(3) NOT NULL,
    -- since when they are friends; NULL: the other has not said yes
    accepted_at     DATETIME(3) NULL,
    PRIMARY KEY (low_id, high_id),
    KEY friendship_high (high_id, low_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- user_id takes nothing from blocked_id, and does not show him when he is there.
CREATE TABLE IF NOT EXISTS user_block (
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    blocked_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    blocked_at      DATETIME(3) NOT NULL,
    PRIMARY KEY (user_id, blocked_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
