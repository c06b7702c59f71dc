package io.yizhan.client.console;

import java.util.Optional;

/** Where commands come from. */
interface CommandSource {
    /** The next command; empty at the end. Waits. */
    Optional<Command> next(String prompt);
}
