package io.yizhan.settings;

import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import tools.jackson.databind.JsonNode;

/**
 * How the cluster's login policy is written: {@code {"policy":"LIMITED","limit":3,"collision":"REFUSE_NEW"}}, the limit
 * for LIMITED only, KICK_OLDEST_LOGIN unless a collision is named.
 */
public final class LoginPolicyFormat {
    /** As the cluster's settings know it. */
    public static final ClusterSetting<LoginPolicy> SETTING = new ClusterSetting<>(
            "login-policy", LoginPolicy.class, "policy=LIMITED limit=3 collision=REFUSE_NEW", LoginPolicyFormat::read);

    private LoginPolicyFormat() {}

    private static LoginPolicy read(JsonNode root) {
        Members members = new Members(root, "policy", "limit", "collision");
        Devices devices = members.choice("policy", "", Devices.values());
        Collision collision = members.choice("collision", Collision.KICK_OLDEST_LOGIN.name(), Collision.values());
        return new LoginPolicy(devices, root.path("limit").asInt(0), collision);
    }
}
