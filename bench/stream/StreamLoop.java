import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * What a programmer writes by hand with the AWS SDK when nothing may go wrong: a thread for each
 * shard, which reads what there is, five times a second at most, and works on it batch by batch.
 */
final class StreamLoop implements Runnable {

    private static final long BEHIND_MILLIS = 200;
    private static final long TIP_MILLIS = 1_000;

    private final StreamWork work;
    private final KinesisClient kinesis;
    private final DynamoDbClient dynamoDb;
    private final String stream;
    private final String shard;
    private final int batch;

    private StreamLoop(
            StreamWork work,
            KinesisClient kinesis,
            DynamoDbClient dynamoDb,
            String stream,
            String shard,
            int batch) {
        this.work = work;
        this.kinesis = kinesis;
        this.dynamoDb = dynamoDb;
        this.stream = stream;
        this.shard = shard;
        this.batch = batch;
    }

    /** Arguments: endpoint, stream, records of a batch, whether to keep checkpoints. */
    public static void main(String[] args) {
        StaticCredentialsProvider anybody =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"));
        KinesisClient kinesis =
                KinesisClient.builder()
                        .endpointOverride(URI.create(args[0]))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(anybody)
                        .build();
        DynamoDbClient dynamoDb =
                !Boolean.parseBoolean(args[3])
                        ? null
                        : DynamoDbClient.builder()
                                .endpointOverride(URI.create(args[0]))
                                .region(Region.US_EAST_1)
                                .credentialsProvider(anybody)
                                .build();
        StreamWork work = new StreamWork();
        kinesis.listShards(r -> r.streamName(args[1]))
                .shards()
                .forEach(
                        shard ->
                                new Thread(
                                                new StreamLoop(
                                                        work,
                                                        kinesis,
                                                        dynamoDb,
                                                        args[1],
                                                        shard.shardId(),
                                                        Integer.parseInt(args[2])))
                                        .start());
    }

    @Override
    public void run() {
        try {
            String iterator =
                    kinesis.getShardIterator(
                                    r ->
                                            r.streamName(stream)
                                                    .shardId(shard)
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            while (true) {
                long began = System.nanoTime();
                String next = iterator;
                GetRecordsResponse answer =
                        kinesis.getRecords(r -> r.shardIterator(next).limit(10_000));
                List<Record> records = answer.records();
                for (int from = 0; from < records.size(); from += batch) {
                    List<Record> some =
                            records.subList(from, Math.min(records.size(), from + batch));
                    work.takeData(some.stream().map(Record::data).toList());
                    checkpoint(some.get(some.size() - 1).sequenceNumber());
                }
                iterator = answer.nextShardIterator();
                long pause =
                        (answer.millisBehindLatest() > 0 ? BEHIND_MILLIS : TIP_MILLIS)
                                - (System.nanoTime() - began) / 1_000_000;
                if (pause > 0) {
                    Thread.sleep(pause);
                }
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void checkpoint(String sequenceNumber) {
        if (dynamoDb != null) {
            dynamoDb.updateItem(
                    r ->
                            r.tableName("eventfork-control")
                                    .key(
                                            Map.of(
                                                    "pk", AttributeValue.fromS("bench/" + stream),
                                                    "sk", AttributeValue.fromS(shard)))
                                    .updateExpression("SET #p = :p")
                                    .expressionAttributeNames(Map.of("#p", "position"))
                                    .expressionAttributeValues(
                                            Map.of(":p", AttributeValue.fromS(sequenceNumber))));
        }
    }
}
