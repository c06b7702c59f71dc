package io.yizhan.gate.balance;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** The strategies by their names. */
public final class Strategies {
    private final RandomGenerator random;
    private final IntSupplier gates;

    /** @param gates how many there are, this one included */
    public Strategies(RandomGenerator random, IntSupplier gates) {
        this.random = random;
        this.gates = gates;
    }

    /**
     * Makes one.
     *
     * @param name one of ours, or the full name of a class
     * @throws IllegalArgumentException if there is no such class, or it cannot be made one
     */
    public BalanceStrategy open(String name) {
        return switch (name) {
            case "LEAST_LOADED" -> new LeastLoadedOfMany(gates, random);
            case "TWO_CHOICES" -> new TwoChoices(random);
            case "WEIGHTED" -> new Weighted(random);
            case "ROUND_ROBIN" -> new RoundRobin();
            case "CONSISTENT_HASH" -> new ConsistentHash();
            default -> own(name);
        };
    }

    private static BalanceStrategy own(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(BalanceStrategy.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException("Not a strategy that can be made: " + name + " (" + e + ")", e);
        }
    }
}
