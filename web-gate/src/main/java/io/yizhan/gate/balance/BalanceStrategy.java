package io.yizhan.gate.balance;

import java.util.List;

/** Chooses among workers that are all able to take a client. Must not block; called by one thread at a time. */
public interface BalanceStrategy {
    /** One of {@code candidates}, which are at least one. */
    Candidate choose(List<Candidate> candidates);
}
