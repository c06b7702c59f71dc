package io.yizhan.settings;

import tools.jackson.databind.JsonNode;

/**
 * How fast one connection may send: {@code {"rate":50,"burst":200}}.
 *
 * @param rate messages a second, for as long as one likes
 * @param burst messages at once, after a pause
 */
public record SendLimit(int rate, int burst) {
    public static final ClusterSetting<SendLimit> SETTING =
            new ClusterSetting<>("send-limit", SendLimit.class, "rate=50 burst=200", SendLimit::read);

    private static final int MOST = 1_000_000;

    private static SendLimit read(JsonNode root) {
        Members members = new Members(root, "rate", "burst");
        int rate = members.integer("rate", 1, MOST);
        return new SendLimit(rate, members.integer("burst", Math.min(MOST, 2 * rate), 1, MOST));
    }

    @Override
    public String toString() {
        return rate + " a second, " + burst + " at once";
    }
}
