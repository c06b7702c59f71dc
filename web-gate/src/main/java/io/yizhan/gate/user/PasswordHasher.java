package io.yizhan.gate.user;

/** A slow, salted hash whose text says how it was made. Takes tens of milliseconds of a processor and much memory. */
public interface PasswordHasher {
    /** A hash with a fresh salt and the present parameters. */
    String hash(String password);

    /** Whether {@code hash}, of whatever parameters, was made of {@code password}; not, if it is none that is known. */
    boolean verify(String password, String hash);

    /** Whether {@code hash} is one that is known, so that some password may be right. */
    boolean canRead(String hash);

    /** Whether {@code hash} was made with the present parameters. */
    boolean isCurrent(String hash);
}
