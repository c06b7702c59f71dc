-- Groups, and who is in them. The log decides: what makes a member or ends one is a numbered message of the group's
-- conversation, and whoever writes that message's row changes these tables with it. Nothing else writes membership.

-- A row is reserved before the message that creates the group is sent; an id is given once, for ever.
CREATE TABLE IF NOT EXISTS chat_group (
    group_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name            VARCHAR(64) CHARACTER SET utf8mb4 NOT NULL,
    owner_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    join_policy     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    history         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- how many are in it now
    members         INT UNSIGNED NOT NULL DEFAULT 0,
    -- the number of the message that created it; NULL: it is only reserved
    created_seq     BIGINT UNSIGNED NULL,
    -- the number at which the last member went; NULL while there is one
    ended_seq       BIGINT UNSIGNED NULL,
    -- the number of the last event that was applied: what comes behind it with a lower one changes nothing
    applied_seq     BIGINT UNSIGNED NOT NULL DEFAULT 0,
    -- which call made it: so a call that is repeated finds its own group
    creation        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- who is changing the group, and until when at the longest
    turn_holder     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    turn_until      DATETIME(3) NULL,
    created_at      DATETIME(3) NOT NULL,
    PRIMARY KEY (group_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- One row for each time that somebody was a member: from join_seq to leave_seq, both included.
CREATE TABLE IF NOT EXISTS group_membership (
    group_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    join_seq        BIGINT UNSIGNED NOT NULL,
    -- NULL: a member now
    leave_seq       BIGINT UNSIGNED NULL,
    -- in this order a group is handed over
    role            ENUM ('OWNER', 'ADMIN', 'MEMBER') NOT NULL,
    -- which part of a large group the user is in, so that one part can be read
    part            SMALLINT UNSIGNED NOT NULL,
    PRIMARY KEY (group_id, user_id, join_seq),
    KEY membership_present (group_id, leave_seq, user_id),
    KEY membership_part (group_id, part, leave_seq),
    KEY membership_standing (group_id, leave_seq, role, join_seq),
    KEY membership_user (user_id, group_id, join_seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
