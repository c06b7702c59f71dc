package io.yizhan.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.server.cluster.memory.MemoryClusterSettings;
import io.yizhan.server.state.ClusterSetting;
import io.yizhan.server.state.LoginPolicy;
import io.yizhan.server.state.LoginPolicy.Collision;
import io.yizhan.server.state.LoginPolicyFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConfigCommandTest {
    private static final List<ClusterSetting<?>> KNOWN = List.of(LoginPolicyFormat.SETTING);

    private final MemoryClusterSettings settings = new MemoryClusterSettings(KNOWN);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new ConfigCommand(() -> settings, KNOWN))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void setsListsAndTakesBack() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("login-policy  (not set");

        assertThat(run("set", "login-policy", "policy=LIMITED", "limit=3", "collision=REFUSE_NEW"))
                .isZero();

        assertThat(out.toString()).contains("login-policy  LIMITED(3) REFUSE_NEW");
        assertThat(settings.value(LoginPolicyFormat.SETTING))
                .contains(LoginPolicy.limited(3).with(Collision.REFUSE_NEW));
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("\"limit\":3");

        assertThat(run("unset", "login-policy")).isZero();
        assertThat(settings.value(LoginPolicyFormat.SETTING)).isEmpty();
        assertThat(run("unset", "login-policy")).isZero();
        assertThat(out.toString()).contains("was not set");
    }

    @Test
    void writesNothing_whenTheNameOrTheValueIsWrong() {
        assertThat(run("set", "login-policy", "policy=LIMITED")).isEqualTo(2);
        assertThat(err.toString()).contains("from 1 to 100");
        assertThat(run("set", "login-police", "policy=SINGLE_DEVICE")).isEqualTo(2);
        assertThat(err.toString()).contains("[login-policy]");
        assertThat(run("set", "login-policy")).isEqualTo(2);

        assertThat(settings.all()).isEmpty();
    }
}
