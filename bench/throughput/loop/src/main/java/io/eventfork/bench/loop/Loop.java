package io.eventfork.bench.loop;

import io.eventfork.bench.work.Parser;
import io.eventfork.bench.work.Sink;
import io.eventfork.bench.work.Tally;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The ceiling: what a programmer writes by hand with the AWS SDK when nothing may go wrong. Each
 * poller receives ten, processes them one after the other, and deletes them in one request. The
 * SDK's defaults, with the HTTP client that comes with its module sqs: Apache's.
 */
final class Loop implements Runnable {

    private final Parser parser = new Parser();
    private final Sink sink = new Sink();
    private final Tally tally;
    private final SqsClient sqs;
    private final String url;
    private final int waitSeconds;

    private Loop(Tally tally, SqsClient sqs, String url, int waitSeconds) {
        this.tally = tally;
        this.sqs = sqs;
        this.url = url;
        this.waitSeconds = waitSeconds;
    }

    /** Arguments: endpoint, name of the queue, number of pollers, seconds of a long poll. */
    public static void main(String[] args) {
        SqsClient sqs =
                SqsClient.builder()
                        .endpointOverride(URI.create(args[0]))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("x", "x")))
                        .build();
        String url = sqs.getQueueUrl(r -> r.queueName(args[1])).queueUrl();
        Loop loop = new Loop(new Tally(), sqs, url, Integer.parseInt(args[3]));
        for (int poller = 0; poller < Integer.parseInt(args[2]); poller++) {
            new Thread(loop, "poller-" + poller).start();
        }
    }

    @Override
    public void run() {
        while (true) {
            try {
                poll();
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        }
    }

    private void poll() throws Exception {
        List<Message> messages =
                sqs.receiveMessage(
                                r ->
                                        r.queueUrl(url)
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds(waitSeconds))
                        .messages();
        if (messages.isEmpty()) {
            return;
        }
        List<DeleteMessageBatchRequestEntry> done = new ArrayList<>(messages.size());
        for (Message message : messages) {
            sink.accept(tally.count(parser.parse(message.body())));
            done.add(
                    DeleteMessageBatchRequestEntry.builder()
                            .id(Integer.toString(done.size()))
                            .receiptHandle(message.receiptHandle())
                            .build());
        }
        if (sqs.deleteMessageBatch(r -> r.queueUrl(url).entries(done)).hasFailed()) {
            throw new IllegalStateException("The queue did not delete a message.");
        }
    }
}
