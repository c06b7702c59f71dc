package io.yizhan.server.state;

import io.yizhan.discovery.NodeView;
import java.time.Duration;

/** Makes the registries that the contracts try, and their time. */
public interface RegistryUnderTest {
    SessionRegistry registry(NodeView view, Duration lease);

    /** Lets time pass for it. */
    void elapse(Duration time);
}
