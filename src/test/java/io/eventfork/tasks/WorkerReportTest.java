package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No record that failed passes for done because nobody heard of it. */
class WorkerReportTest {

    private static final List<String> FAILED = List.of("495");

    private final List<String> lines = new ArrayList<>();

    @Test
    void aParentReadsTheLastLine() throws Exception {
        assertThat(tell(FAILED, Map.of("TASK_PARENT", "stdin"))).isZero();
        assertThat(lines).containsExactly(TaskReport.of(FAILED));
    }

    @Test
    void whereNobodyReadsAContainerWithFailuresFails() throws Exception {
        assertThat(tell(FAILED, Map.of())).isEqualTo(1);
        assertThat(tell(List.of(), Map.of())).isZero();
    }

    @Test
    void aCallThatIsTakenIsEnough() throws Exception {
        assertThat(tellBy(204)).isZero();
    }

    @Test
    void aCallThatIsNotTakenIsNone() throws Exception {
        assertThat(tellBy(404)).isEqualTo(1);
        assertThat(lines).contains("The call-back was not taken: The call was answered 404.");
    }

    private int tell(List<String> failed, Map<String, String> environment) throws Exception {
        return WorkerReport.tell(failed, environment, lines::add);
    }

    private int tellBy(int answer) throws Exception {
        HttpServer server = answering(answer);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/tasks/t";
            return tell(FAILED, Map.of("TASK_CALLBACK_URL", url));
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer answering(int status) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
