-- What Redis holds of conversations and positions, so that it can be had again when Redis has lost its memory.
-- Redis moves first; these tables follow within seconds, and never go back.

-- Which conversations a user has. Written together with the first row of the conversation.
CREATE TABLE IF NOT EXISTS inbox (
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The id of a direct conversation names both sides; with oneself both are one.
REPLACE INTO inbox (user_id, conversation_id)
SELECT SUBSTRING_INDEX(SUBSTRING(conversation_id, 3), ':', 1), conversation_id
FROM conversation WHERE conversation_id LIKE 'd:%'
UNION
SELECT SUBSTRING_INDEX(conversation_id, ':', -1), conversation_id
FROM conversation WHERE conversation_id LIKE 'd:%';

-- What a user has received and read in a conversation, over all devices.
CREATE TABLE IF NOT EXISTS member_position (
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    delivered_seq   BIGINT UNSIGNED NOT NULL,
    read_seq        BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Up to where a device has acknowledged a conversation without a gap.
CREATE TABLE IF NOT EXISTS device_cursor (
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    device_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq             BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id, device_id, conversation_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- When a device was last seen, to the day: cursors of those that stay away are dropped.
CREATE TABLE IF NOT EXISTS device (
    user_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    device_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seen_at         DATETIME(3) NOT NULL,
    PRIMARY KEY (user_id, device_id),
    KEY device_seen (seen_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
