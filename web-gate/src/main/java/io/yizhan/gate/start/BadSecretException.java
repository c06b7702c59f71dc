package io.yizhan.gate.start;

/** A secret that is none. The message names the key alone. */
final class BadSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSecretException(String message) {
        super(message);
    }
}
