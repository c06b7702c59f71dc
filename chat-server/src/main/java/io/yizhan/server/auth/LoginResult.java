package io.yizhan.server.auth;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/** What came of a login request. */
public sealed interface LoginResult {
    /** @param platform the number of {@code chat.v2.Platform} that the session gets */
    record Accepted(UserId user, DeviceId device, int platform) implements LoginResult {}

    /** Nothing more is said to the client, so that it learns nothing about tokens. */
    record BadToken() implements LoginResult {}

    /** The request cannot be carried out as it is (an unknown platform number). */
    record Malformed(String reason) implements LoginResult {}

    /** Too many logins wait to be checked; another worker may have room. */
    record Overloaded() implements LoginResult {}
}
