package io.yizhan.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicyFormat;
import io.yizhan.settings.MemoryClusterSettings;
import io.yizhan.settings.SettingCatalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConfigCommandTest {
    private final MemoryClusterSettings settings = new MemoryClusterSettings(SettingCatalog.all(), Clock.systemUTC());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new ConfigCommand(() -> settings, "root"))
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
        assertThat(out.toString()).contains("\"limit\":3", "  by root at 2");
        assertThat(run("get", "login-policy")).isZero();
        assertThat(out.toString()).contains("\"limit\":3").doesNotContain("root");
        assertThat(run("get", "balance")).isEqualTo(1);

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
        assertThat(err.toString()).contains("[login-policy, balance, send-limit, strangers, log-levels, drain]");
        assertThat(run("set", "login-policy")).isEqualTo(2);

        assertThat(settings.all()).isEmpty();
    }
}
