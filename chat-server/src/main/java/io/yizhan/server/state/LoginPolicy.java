package io.yizhan.server.state;

/** Which older sessions of a user a new login displaces. A login of the same device displaces under every policy. */
public enum LoginPolicy {
    /** All others. */
    SINGLE_DEVICE,
    /** Those on the same platform. */
    ONE_PER_PLATFORM,
    /** None. */
    MULTI_DEVICE
}
