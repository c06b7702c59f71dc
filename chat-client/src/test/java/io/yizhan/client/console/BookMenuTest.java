package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BookMenuTest {
    @Test
    void readsANumber_andThenWhatItNeeds() {
        assertThat(commands("1\nalice@alice-pass\n2\nbob:hi: there\n10\n0\n"))
                .containsExactly(
                        new Command.Login(Optional.of("alice"), Optional.of("alice-pass")),
                        new Command.Message("bob", "hi: there"),
                        new Command.Logout(),
                        new Command.Help());
    }

    @Test
    void saysWhatItExpects() {
        assertThat(commands("7\n1\nalice\n2\nbob\n")).hasSize(3).allMatch(Command.Invalid.class::isInstance);
    }

    private static List<Command> commands(String input) {
        BookMenu menu = new BookMenu(new PipedLines(new BufferedReader(new StringReader(input))));
        List<Command> commands = new ArrayList<>();
        for (Optional<Command> next = menu.next(""); next.isPresent(); next = menu.next("")) {
            commands.add(next.get());
        }
        return commands;
    }
}
