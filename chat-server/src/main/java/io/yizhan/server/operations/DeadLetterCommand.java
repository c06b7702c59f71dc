package io.yizhan.server.operations;

import io.yizhan.server.archive.DeadLetterReplay.Outcome;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.DeadLetters.Kept;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bin/chatctl deadletter}: looks at the records that no database could write, and sends them on their way again.
 */
@Command(
        name = "deadletter",
        mixinStandardHelpOptions = true,
        description = "Records of the message log that could not be written to the database.")
public final class DeadLetterCommand {
    private static final int PAGE = 50;

    private final Supplier<DeadLetterDesk> desks;

    @Spec
    private CommandSpec spec;

    /** @param desks opens one for each command that runs */
    public DeadLetterCommand(Supplier<DeadLetterDesk> desks) {
        this.desks = desks;
    }

    @Command(description = "Lists those that wait, oldest first.", mixinStandardHelpOptions = true)
    int list() {
        try (DeadLetterDesk desk = desks.get()) {
            List<Kept> page = desk.letters().waiting(0, PAGE);
            if (page.isEmpty()) {
                out().println("No dead letters wait.");
            }
            while (!page.isEmpty()) {
                page.forEach(kept -> out().println(LetterText.line(kept)));
                page = desk.letters().waiting(page.get(page.size() - 1).id(), PAGE);
            }
            return 0;
        }
    }

    @Command(description = "Shows one, with the bytes of its record.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID") long id) {
        try (DeadLetterDesk desk = desks.get()) {
            LetterText.all(find(desk.letters(), id)).forEach(out()::println);
            return 0;
        }
    }

    @Command(
            description = "Puts records back into the message log and waits until they are written. May be repeated.",
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*") List<Long> ids,
            @Option(names = "--all", description = "all that wait") boolean all)
            throws InterruptedException {
        requireOne(ids, all);
        try (DeadLetterDesk desk = desks.get()) {
            int left = 0;
            for (Kept kept : all ? waiting(desk.letters()) : find(desk.letters(), ids)) {
                Outcome outcome = desk.replay().replay(kept);
                out().println(kept.id() + "  " + LetterText.what(outcome));
                left += outcome.isSettled() ? 0 : 1;
            }
            out().flush();
            return left == 0 ? 0 : 1;
        }
    }

    @Command(
            description = "Gives records up for good: their numbers are then declared empty.",
            mixinStandardHelpOptions = true)
    int drop(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids) {
        try (DeadLetterDesk desk = desks.get()) {
            for (Kept kept : find(desk.letters(), ids)) {
                desk.letters().settle(kept.id());
                out().println(kept.id() + "  given up");
            }
            return 0;
        }
    }

    private void requireOne(List<Long> ids, boolean all) {
        if (all != (ids == null || ids.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "Name the ids of dead letters, or --all");
        }
    }

    private static List<Kept> waiting(DeadLetters letters) {
        List<Kept> all = new ArrayList<>();
        List<Kept> page = letters.waiting(0, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = letters.waiting(page.get(page.size() - 1).id(), PAGE);
        }
        return all;
    }

    /** All of them or none, so that a typing error does nothing. */
    private List<Kept> find(DeadLetters letters, List<Long> ids) {
        return ids.stream().map(id -> find(letters, id)).toList();
    }

    private Kept find(DeadLetters letters, long id) {
        Optional<Kept> kept = letters.find(id);
        return kept.orElseThrow(() -> new ParameterException(spec.commandLine(), "No such dead letter: " + id));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
