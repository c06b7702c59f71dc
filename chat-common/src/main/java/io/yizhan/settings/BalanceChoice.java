package io.yizhan.settings;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How gates choose a worker: {@code {"strategy":"LEAST_LOADED"}}.
 *
 * @param strategy one of the gates' own by its name, or a class of one's own by its full name
 */
public record BalanceChoice(String strategy) {
    public static final ClusterSetting<BalanceChoice> SETTING =
            new ClusterSetting<>("balance", BalanceChoice.class, "strategy=TWO_CHOICES", BalanceChoice::read);

    private static final Pattern OURS =
            Pattern.compile("LEAST_LOADED|TWO_CHOICES|WEIGHTED|ROUND_ROBIN|CONSISTENT_HASH");
    private static final Pattern CLASS = Pattern.compile("([a-zA-Z_$][\\w$]*\\.)+[a-zA-Z_$][\\w$]*");

    /** @throws IllegalArgumentException for what is neither */
    public BalanceChoice {
        if (!OURS.matcher(strategy).matches() && !CLASS.matcher(strategy).matches()) {
            throw new IllegalArgumentException("Needs one of " + OURS.pattern().replace("|", ", ")
                    + ", or the full name of a class: strategy=" + strategy);
        }
    }

    private static BalanceChoice read(JsonNode root) {
        return new BalanceChoice(
                new Members(root, "strategy").member("strategy").asString(""));
    }

    @Override
    public String toString() {
        return strategy;
    }
}
