package io.yizhan.quickstart;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs another program's main in this process, and ends the process when the one that started it is gone. */
final class ChildMain {
    private static final Logger log = LoggerFactory.getLogger(ChildMain.class);

    private ChildMain() {}

    /** @param args the main class, then its arguments */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ChildMain::exitWithTheParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            log.error("The program failed: {}", args[0], e.getCause());
            System.exit(1);
        }
    }

    /** The parent holds the other end of standard input and never writes: it ends when the parent does. */
    private static void exitWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said
            }
        } catch (IOException e) {
            // as good as the end
        }
        System.exit(0);
    }
}
