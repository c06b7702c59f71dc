package io.yizhan.gate.login;

import chat.v2.Platform;

/** What a platform's number is called. */
public final class PlatformName {
    private PlatformName() {}

    public static String of(int number) {
        Platform platform = Platform.forNumber(number);
        return (platform == null ? Platform.PLATFORM_UNSPECIFIED : platform).name();
    }
}
