package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import java.util.List;

/**
 * Chooses among workers that are all able to take a client. Must not block; called by one thread at a time. One of your
 * own needs a constructor without parameters, and is named by its class.
 */
public interface BalanceStrategy {
    /**
     * One of {@code candidates}, which are at least one, in the order of their ids.
     *
     * @param user who is to be given a worker
     */
    Candidate choose(List<Candidate> candidates, UserId user);
}
