import io.eventfork.stream.StreamRecord;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/** The work of all rows: waits for the gate, counts a batch and adds up hashes. Thread-safe. */
public final class StreamWork {

    private final StreamTally tally = new StreamTally(Path.of(System.getProperty("bench.tally")));

    public void take(List<StreamRecord> batch) throws InterruptedException {
        takeData(batch.stream().map(StreamRecord::data).toList());
    }

    void takeData(List<SdkBytes> batch) throws InterruptedException {
        tally.awaitOpen();
        long sum = 0;
        for (SdkBytes data : batch) {
            sum += StreamTally.hash(data.asByteArrayUnsafe());
        }
        tally.add(batch.size(), sum);
    }
}
