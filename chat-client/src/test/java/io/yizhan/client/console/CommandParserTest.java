package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.client.console.Command.Group.Action;
import io.yizhan.client.console.Command.History.Side;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private final CommandParser parser = new CommandParser();

    @Test
    void keepsTheTextOfAMessageAsItWasTyped() {
        assertThat(parser.parse("/msg bob  hi  there: /msg x "))
                .isEqualTo(new Command.Message("bob", "hi  there: /msg x"));
        assertThat(parser.parse("  indented, no command")).isEqualTo(new Command.Say("  indented, no command"));
    }

    @Test
    void talksToAUser_whenThereIsNoText() {
        assertThat(parser.parse("/msg bob")).isEqualTo(new Command.Talk("bob"));
    }

    @Test
    void takesAUserAndAPassword_forALogin() {
        assertThat(parser.parse("/login")).isEqualTo(new Command.Login(Optional.empty(), Optional.empty()));
        assertThat(parser.parse("/login bob")).isEqualTo(new Command.Login(Optional.of("bob"), Optional.empty()));
        assertThat(parser.parse("/LOGIN bob s3cret"))
                .isEqualTo(new Command.Login(Optional.of("bob"), Optional.of("s3cret")));
    }

    @Test
    void showsNoPassword_whenALoginIsPrinted() {
        assertThat(parser.parse("/login bob s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void recallsTheLastMessage_orTheOneWithTheNumber() {
        assertThat(parser.parse("/recall")).isEqualTo(new Command.Recall(OptionalLong.empty()));
        assertThat(parser.parse("/recall 17")).isEqualTo(new Command.Recall(OptionalLong.of(17)));
        assertThat(parser.parse("/recall #4294967297")).isEqualTo(new Command.Recall(OptionalLong.of(4_294_967_297L)));
        assertThat(parser.parse("/recall last")).isInstanceOf(Command.Invalid.class);
        assertThat(parser.parse("/recall 0")).isInstanceOf(Command.Invalid.class);
    }

    @Test
    void takesAUser_forFriendsAndBlocks_orNoneForAList() {
        assertThat(parser.parse("/friend bob")).isEqualTo(new Command.Friend(Optional.of("bob")));
        assertThat(parser.parse("/friend")).isEqualTo(new Command.Friend(Optional.empty()));
        assertThat(parser.parse("/unfriend bob")).isEqualTo(new Command.Unfriend("bob"));
        assertThat(parser.parse("/block bob")).isEqualTo(new Command.Block(Optional.of("bob")));
        assertThat(parser.parse("/block")).isEqualTo(new Command.Block(Optional.empty()));
        assertThat(parser.parse("/unblock bob")).isEqualTo(new Command.Unblock("bob"));
        assertThat(parser.parse("/unblock")).isInstanceOf(Command.Invalid.class);
        assertThat(parser.parse("/friend b/b")).isInstanceOf(Command.Invalid.class);
    }

    @Test
    void takesWhatIsDoneToGroups() {
        assertThat(parser.parse("/group create club  Book Club"))
                .isEqualTo(new Command.Group(Action.CREATE, "club", List.of("Book", "Club")));
        assertThat(parser.parse("/group JOIN club")).isEqualTo(new Command.Group(Action.JOIN, "club", List.of()));
        assertThat(parser.parse("/group add club bob carol"))
                .isEqualTo(new Command.Group(Action.ADD, "club", List.of("bob", "carol")));
        assertThat(parser.parse("/group role club bob admin"))
                .isEqualTo(new Command.Group(Action.ROLE, "club", List.of("bob", "admin")));
        assertThat(parser.parse("/group reads club")).isEqualTo(new Command.Group(Action.READS, "club", List.of()));
        assertThat(parser.parse("/group reads club #17"))
                .isEqualTo(new Command.Group(Action.READS, "club", List.of("17")));
        assertThat(parser.parse("/group")).isEqualTo(new Command.Group(Action.LIST, "", List.of()));
        assertThat(parser.parse("/gmsg club hi  there")).isEqualTo(new Command.GroupMessage("club", "hi  there"));
        assertThat(parser.parse("/gmsg club ")).isEqualTo(new Command.GroupTalk("club"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/group fly club",
                "/group join",
                "/group join cl/ub",
                "/group add club",
                "/group add club b/b",
                "/group role club bob owner",
                "/group leave club now",
                "/group reads",
                "/group reads club 0",
                "/group reads club 1 2",
                "/group reads club last",
                "/gmsg",
                "/gmsg cl/ub hi"
            })
    void refusesWhatIsNotDoneToGroups(String line) {
        assertThat(parser.parse(line)).isInstanceOf(Command.Invalid.class);
    }

    @Test
    void takesACount_forHistory() {
        assertThat(parser.parse("/history bob")).isEqualTo(new Command.History("bob", 20, Side.BEFORE, 0));
        assertThat(parser.parse("/history bob 1000")).isEqualTo(new Command.History("bob", 1000, Side.BEFORE, 0));
    }

    @Test
    void takesANumber_forHistoryInEitherDirection() {
        assertThat(parser.parse("/history bob before 17")).isEqualTo(new Command.History("bob", 20, Side.BEFORE, 17));
        assertThat(parser.parse("/h d:ann:bob  5  after #4294967297"))
                .isEqualTo(new Command.History("d:ann:bob", 5, Side.AFTER, 4_294_967_297L));
        assertThat(parser.parse("/history bob after 0")).isEqualTo(new Command.History("bob", 20, Side.AFTER, 0));
    }

    @Test
    void understandsTheAliasesOfOtherClients() {
        assertThat(parser.parse(":q!")).isEqualTo(new Command.Quit());
        assertThat(parser.parse(":olu")).isEqualTo(new Command.Who(List.of()));
        assertThat(parser.parse(":all")).isEqualTo(new Command.Help());
        assertThat(parser.parse(":info")).isEqualTo(new Command.Info());
    }

    @Test
    void doesNothing_forAnEmptyLine() {
        assertThat(parser.parse("   ")).isEqualTo(new Command.Nothing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nonsense",
                ":nonsense",
                "/msg",
                "/msg b/b hi",
                "/msg bob\u001b[2J hi",
                "/login a b c",
                "/login b@b",
                "/history",
                "/history bob 0",
                "/history bob 1001",
                "/history bob ten",
                "/history bob after",
                "/history bob 20 since 5",
                "/history bob after -1",
                "/history bob 1 2",
                "/who a!"
            })
    void saysWhy_whenItCannotBeDone(String line) {
        assertThat(parser.parse(line))
                .isInstanceOfSatisfying(
                        Command.Invalid.class,
                        invalid -> assertThat(invalid.reason()).isNotBlank());
    }
}
