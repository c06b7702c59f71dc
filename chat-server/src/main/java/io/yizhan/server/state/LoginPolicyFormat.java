package io.yizhan.server.state;

import io.yizhan.server.state.LoginPolicy.Collision;
import io.yizhan.server.state.LoginPolicy.Devices;
import java.util.Arrays;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the cluster's login policy is written: {@code {"policy":"LIMITED","limit":3,"collision":"REFUSE_NEW"}}, the limit
 * for LIMITED only, KICK_OLDEST_LOGIN unless a collision is named.
 */
public final class LoginPolicyFormat {
    /** As the cluster's settings know it. */
    public static final ClusterSetting<LoginPolicy> SETTING =
            new ClusterSetting<>("login-policy", LoginPolicy.class, LoginPolicyFormat::read);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> MEMBERS = Set.of("policy", "limit", "collision");

    private LoginPolicyFormat() {}

    /** @throws IllegalArgumentException for anything else than said above */
    static LoginPolicy read(String text) {
        JsonNode root = parse(text);
        for (String member : root.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw new IllegalArgumentException(
                        "Not one of " + MEMBERS.stream().sorted().toList() + ": " + member);
            }
        }
        Devices devices = choice(root, "policy", "", Devices.values());
        Collision collision = choice(root, "collision", Collision.KICK_OLDEST_LOGIN.name(), Collision.values());
        return new LoginPolicy(devices, root.path("limit").asInt(0), collision);
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("Not a JSON object");
    }

    private static <E extends Enum<E>> E choice(JsonNode root, String member, String otherwise, E[] choices) {
        String written = root.path(member).asString(otherwise);
        return Arrays.stream(choices)
                .filter(choice -> choice.name().equals(written))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Needs one of " + Arrays.toString(choices) + ": " + member + "=" + written));
    }
}
