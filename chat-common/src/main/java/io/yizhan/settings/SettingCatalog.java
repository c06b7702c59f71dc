package io.yizhan.settings;

import java.util.List;
import java.util.Optional;

/** All settings that there are. */
public final class SettingCatalog {
    private static final List<ClusterSetting<?>> ALL = List.of(
            LoginPolicyFormat.SETTING,
            BalanceChoice.SETTING,
            SendLimit.SETTING,
            Strangers.SETTING,
            LogLevels.SETTING,
            Drained.SETTING);

    private SettingCatalog() {}

    public static List<ClusterSetting<?>> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(ClusterSetting::name).toList();
    }

    public static Optional<ClusterSetting<?>> find(String name) {
        return ALL.stream().filter(setting -> setting.name().equals(name)).findAny();
    }
}
