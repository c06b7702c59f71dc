package io.yizhan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SettingValuesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(SettingValues.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final SettingValues values = new SettingValues(List.of(LoginPolicyFormat.SETTING));

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(said);
    }

    private static LoginPolicy read(String text) {
        return WrittenSetting.read(LoginPolicyFormat.SETTING, text);
    }

    private long warnings() {
        return said.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .count();
    }

    @Test
    void warnsOnceOfAValueThatCannotBeRead_howeverOftenItIsTold() {
        values.set("login-policy", "{\"policy\":\"SINGLE_DEVICE\"}");
        assertThat(warnings()).isZero();

        values.set("login-policy", "{\"policy\":\"SINGEL_DEVICE\"}");
        values.set("login-policy", "{\"policy\":\"SINGEL_DEVICE\"}");

        assertThat(warnings()).isEqualTo(1);
        assertThat(said.list.get(said.list.size() - 1).getFormattedMessage())
                .contains("SINGEL_DEVICE", "going on with");
        assertThat(values.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.SINGLE_DEVICE);
    }

    @Test
    void readsEachPartOfALoginPolicy() {
        assertThat(read("{\"policy\":\"LIMITED\",\"limit\":3,\"collision\":\"REFUSE_NEW\"}"))
                .isEqualTo(new LoginPolicy(Devices.LIMITED, 3, Collision.REFUSE_NEW));
        assertThat(read("{\"policy\":\"ONE_PER_PLATFORM\"}")).isEqualTo(LoginPolicy.ONE_PER_PLATFORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"policy\":\"LIMITED\"}",
                "{\"policy\":\"LIMITED\",\"limit\":101}",
                "{\"policy\":\"LIMITED\",\"limit\":\"many\"}",
                "{\"policy\":\"SINGLE_DEVICE\",\"collision\":\"FIGHT\"}",
                "{\"policy\":\"SINGLE_DEVICE\",\"limits\":1}"
            })
    void refusesWhatIsNoLoginPolicy(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "balance | {\"strategy\":\"TWO_CHOICES\"} | TWO_CHOICES",
                "balance | {\"strategy\":\"org.example.Mine\"} | org.example.Mine",
                "send-limit | {\"rate\":20} | 20 a second, 40 at once",
                "log-levels | {\"io.yizhan\":\"DEBUG\",\"ROOT\":\"WARN\"} | {ROOT=WARN, io.yizhan=DEBUG}",
                "strangers | {\"mayWrite\":false} | may not write",
                "log-levels | {} | {}",
                "drain | {\"nodes\":[7,3,7]} | [3, 7]"
            })
    void readsWhatOperatorsWrite(String name, String text, String value) {
        ClusterSetting<?> setting = SettingCatalog.find(name).orElseThrow();

        assertThat(WrittenSetting.read(setting, text)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "balance | {\"strategy\":\"BEST\"} | LEAST_LOADED",
                "balance | {} | strategy=",
                "balance | {\"class\":\"a.B\"} | Not one of [strategy]: class",
                "send-limit | {\"rate\":0} | from 1 to 1000000: rate=0",
                "send-limit | {\"rate\":\"5\"} | rate=",
                "send-limit | {\"burst\":5} | rate=",
                "strangers | {\"mayWrite\":\"no\"} | Needs true or false: mayWrite=",
                "strangers | {} | mayWrite=",
                "log-levels | {\"io.yizhan\":\"LOUD\"} | io.yizhan=LOUD",
                "log-levels | {\"a b\":\"INFO\"} | Not the name of a logger: a b",
                "drain | {\"nodes\":3} | list of node ids",
                "drain | {\"nodes\":[-1]} | Not a node id: -1",
                "drain | {\"nodes\":[\"x\"]} | Not a node id"
            })
    void saysWhatIsWrong(String name, String text, String why) {
        ClusterSetting<?> setting = SettingCatalog.find(name).orElseThrow();

        assertThatThrownBy(() -> WrittenSetting.read(setting, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void keepsApartWhatIsSetAndWhoSetIt() {
        values.set("login-policy", WrittenSetting.text("{\"policy\":\"SINGLE_DEVICE\"}", "ann"));

        assertThat(values.value(LoginPolicyFormat.SETTING)).contains(LoginPolicy.SINGLE_DEVICE);
        assertThat(WrittenSetting.of("{\"rate\":5}", 7)).isEqualTo(new WrittenSetting("{\"rate\":5}", "", 7));
    }
}
