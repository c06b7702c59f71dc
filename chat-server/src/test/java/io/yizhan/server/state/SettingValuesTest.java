package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.yizhan.server.state.LoginPolicy.Collision;
import io.yizhan.server.state.LoginPolicy.Devices;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(LoginPolicyFormat.read("{\"policy\":\"LIMITED\",\"limit\":3,\"collision\":\"REFUSE_NEW\"}"))
                .isEqualTo(new LoginPolicy(Devices.LIMITED, 3, Collision.REFUSE_NEW));
        assertThat(LoginPolicyFormat.read("{\"policy\":\"ONE_PER_PLATFORM\"}")).isEqualTo(LoginPolicy.ONE_PER_PLATFORM);
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
        assertThatThrownBy(() -> LoginPolicyFormat.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
