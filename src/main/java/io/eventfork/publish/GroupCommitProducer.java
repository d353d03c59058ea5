package io.eventfork.publish;

import io.eventfork.publish.WaitingLine.Turn;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/**
 * Brings one entry, the body of the exchange. Its result becomes the body, or its failure the
 * exchange's; no thread is held while the entry waits. Thread-safe.
 */
final class GroupCommitProducer extends DefaultAsyncProducer {

    private final GroupCommitComponent component;
    private final String name;

    GroupCommitProducer(GroupCommitEndpoint endpoint, GroupCommitComponent component, String name) {
        super(endpoint);
        this.component = component;
        this.name = name;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            PublishBatchRequestEntry entry =
                    exchange.getMessage().getMandatoryBody(PublishBatchRequestEntry.class);
            Caller caller =
                    new Caller(
                            exchange,
                            callback,
                            entry,
                            PublishEntries.bytes(entry),
                            System.nanoTime());
            Turn turn = component.consumer(name).commit(caller);
            while (turn == Turn.CLOSED) {
                // It stopped between the question and the answer: ask for its successor.
                turn = component.consumer(name).commit(caller);
            }
            if (turn == Turn.LATER) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }
}
