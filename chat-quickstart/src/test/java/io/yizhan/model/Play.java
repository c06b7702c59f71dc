package io.yizhan.model;

/** Runs a script in a new world; a failure tells what happened before it, and how to see it again. */
final class Play {
    private static final int LAST_LINES = Integer.getInteger("model.lines", 60);

    private final Script script;
    private final World world;

    Play(Script script) {
        this.script = script;
        this.world = new World(script.seed());
    }

    /** @return what happened, the same for the same script */
    String run() {
        try {
            world.play(script.actions());
            return world.history();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    e.getMessage() + "\nTo see it again: -Dmodel.script=" + script + "\n" + tail(world.history()), e);
        } finally {
            world.end();
        }
    }

    /** What happened how often. */
    Tally tally() {
        return world.tally();
    }

    private static String tail(String history) {
        String[] lines = history.split("\n");
        int from = Math.max(0, lines.length - LAST_LINES);
        return String.join("\n", java.util.Arrays.asList(lines).subList(from, lines.length));
    }
}
