package io.yizhan.gate.balance;

import io.yizhan.identity.UserId;
import io.yizhan.settings.BalanceChoice;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strategy that the cluster's settings name, or else this gate's own. One that cannot be made changes nothing. */
public final class ChosenStrategy implements BalanceStrategy {
    private static final Logger log = LoggerFactory.getLogger(ChosenStrategy.class);

    private final Strategies strategies;
    private final BalanceChoice own;
    private volatile BalanceStrategy present;

    /**
     * @param own while the cluster names none
     * @throws IllegalArgumentException if that cannot be made
     */
    public ChosenStrategy(Strategies strategies, BalanceChoice own) {
        this.strategies = strategies;
        this.own = own;
        this.present = strategies.open(own.strategy());
    }

    /** From now on this one counts. */
    public void follow(Optional<BalanceChoice> named) {
        String name = named.orElse(own).strategy();
        try {
            present = strategies.open(name);
            log.info("Workers are chosen by: {}", name);
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Workers are chosen as before, by {}: {}",
                    present.getClass().getSimpleName(),
                    e.getMessage());
        }
    }

    @Override
    public Candidate choose(List<Candidate> candidates, UserId user) {
        return present.choose(candidates, user);
    }
}
