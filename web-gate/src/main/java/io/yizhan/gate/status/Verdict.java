package io.yizhan.gate.status;

/** What the status service says to a call that it could decide. The numbers are the protocol's. */
enum Verdict {
    OK(0),
    TOKEN_INVALID(1010),
    UID_INVALID(1011),
    NO_WORKER(1012);

    private final int number;

    Verdict(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
