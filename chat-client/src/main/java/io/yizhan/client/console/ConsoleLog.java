package io.yizhan.client.console;

import java.nio.file.Path;

/** Sends what the libraries log to a file of the data directory, never to the screen. */
final class ConsoleLog {
    private ConsoleLog() {}

    /** Must run before the first logger is made. A configuration that was given otherwise stays. */
    static void toFileIn(Path directory) {
        System.setProperty(
                "yizhan.console.log", directory.resolve("console.log").toString());
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/yizhan/client/console/logback-console.xml");
        }
    }
}
