package io.yizhan.client.console;

import java.util.Optional;

/** Where lines come from: a person at a terminal, or a program. Used by one thread, which waits. */
interface LineSource {
    /** The next line; empty at the end. {@code prompt} is shown to a person only. */
    Optional<String> line(String prompt);

    /** The answer to a question, which is no command; empty at the end, and always when nobody types. */
    Optional<String> answer(String question);

    /** A line that is not shown while it is typed; empty at the end, and always when nobody types. */
    Optional<String> secret(String prompt);

    /** Whether a person can be asked. */
    boolean isInteractive();
}
