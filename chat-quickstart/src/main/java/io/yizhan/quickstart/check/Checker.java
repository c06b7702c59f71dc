package io.yizhan.quickstart.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Judges a run by what its clients saw and what the database holds. Expects the end: all sends settled or given up, and
 * time enough for everybody to be shown everything. Numbers may jump and messages may be moved to larger numbers.
 */
public final class Checker {
    private final List<Promise> promises = List.of(
            new NothingLost(),
            new NothingTwice(),
            new Ordered(),
            new NumbersUnique(),
            new NothingInvented(),
            new MembersOnly(),
            new AlwaysAnswered(),
            new OneSession(),
            new FoundAsTheyAre());

    public Verdict judge(History history, List<StoredMessage> database) {
        Facts facts = new Facts(history, database);
        List<Breach> breaches = new ArrayList<>();
        promises.forEach(promise -> promise.check(facts, breaches::add));
        Event.Begun begun = history.events().stream()
                .filter(Event.Begun.class::isInstance)
                .map(Event.Begun.class::cast)
                .findFirst()
                .orElse(new Event.Begun(0, "A run without a beginning", 0));
        return new Verdict(
                begun.run(),
                begun.seed(),
                facts.sends().size(),
                count(facts, sent -> sent.ack().isPresent()),
                count(facts, sent -> sent.refusal().isPresent()),
                count(facts, sent -> sent.ack().isEmpty() && facts.rowOf(sent).isPresent()),
                facts.shown().values().stream().mapToInt(List::size).sum(),
                breaches,
                Recovery.of(facts));
    }

    private static int count(Facts facts, Predicate<Facts.Sent> what) {
        return (int) facts.sends().stream().filter(what).count();
    }
}
