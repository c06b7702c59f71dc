package io.yizhan.server.config;

import java.time.Duration;

/**
 * The links between workers.
 *
 * @param bindHost address to listen on
 * @param port 0: any free one
 * @param secret what every worker of the cluster proves to know; at least 32 bytes
 * @param queueBytes bound of what waits for one peer
 * @param pingTimeout a link that stays silent so long is cut
 */
public record MeshConfig(String bindHost, int port, String secret, int queueBytes, Duration pingTimeout) {
    @Override
    public String toString() {
        return "MeshConfig[bindHost=" + bindHost + ", port=" + port + ", secret=***, queueBytes=" + queueBytes
                + ", pingTimeout=" + pingTimeout + "]";
    }
}
