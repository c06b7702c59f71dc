package io.yizhan.config;

import java.util.Locale;
import java.util.Set;

/** Passwords that everybody tries first, so they are none. */
public final class KnownSecrets {
    private static final Set<String> ALL =
            Set.of("changeme", "change-me", "change_me", "password", "passwd", "secret", "default", "root", "admin");

    private KnownSecrets() {}

    /** In capitals or small letters. */
    public static boolean contains(String secret) {
        return ALL.contains(secret.toLowerCase(Locale.ROOT));
    }
}
