package io.yizhan.client.console;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person sits at both ends of this process. */
final class TerminalCheck {
    private TerminalCheck() {}

    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // from JDK 22 on there is always a console, and it knows whether it is a terminal
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Could not ask whether this is a terminal", e);
        }
    }
}
