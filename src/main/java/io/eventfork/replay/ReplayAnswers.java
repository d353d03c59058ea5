package io.eventfork.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Answers;
import io.eventfork.event.StrictJson;
import io.eventfork.replay.ReplayJobs.Started;
import java.util.List;
import org.apache.camel.Exchange;

/** Jobs as the caller sees them, in JSON. Stateless. */
public final class ReplayAnswers {

    private static final String NOTICE =
            "Every replica writes the open batches of its backup first. What waits in the backup's"
                    + " queue, or at a replica that does not answer, is not in the replay: the last"
                    + " buffer interval may be missing.";

    /** 202 for a new job, 200 for one that ran already, each with where it is. */
    public void started(Exchange exchange) {
        Started started = exchange.getMessage().getBody(Started.class);
        Answers.json(
                exchange.getMessage(),
                started.isNew() ? 202 : 200,
                StrictJson.write(json(started.job())));
        exchange.getMessage().setHeader("Location", "/admin/replays/" + started.job().id());
    }

    /** One job and what is left in its queue. */
    public void status(Exchange exchange) {
        ReplayStatus status = exchange.getMessage().getBody(ReplayStatus.class);
        Answers.json(exchange.getMessage(), 200, StrictJson.write(json(status)));
    }

    /** A list of jobs. */
    public void list(Exchange exchange) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Object status : exchange.getMessage().getBody(List.class)) {
            all.add(json((ReplayStatus) status));
        }
        Answers.json(exchange.getMessage(), 200, StrictJson.write(all));
    }

    private static ObjectNode json(ReplayStatus status) {
        return json(status.job()).put("left", status.left());
    }

    private static ObjectNode json(ReplayJob job) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", job.id())
                        .put("pipeline", job.pipeline())
                        .put("source", job.isFromBackup() ? "backup" : "queue")
                        .put("queue", job.queue())
                        .put("destination", job.destination())
                        .put("state", job.state().name())
                        .put("startedAt", job.startedAt().toString())
                        .put("startedBy", job.startedBy())
                        .put(
                                "stoppedAt",
                                job.stoppedAt() == null ? null : job.stoppedAt().toString())
                        .put("moved", job.moved());
        json.setAll(JobJson.terms(job.terms()));
        if (job.isForOne()) {
            json.set("progress", JobJson.progress(job.progress()));
        }
        if (job.isFromBackup()) {
            json.set("backup", JobJson.selection(job.backup()));
            json.put("notice", LeasedReplays.reachesIntoBuffers(job) ? NOTICE : null);
        }
        return json;
    }
}
