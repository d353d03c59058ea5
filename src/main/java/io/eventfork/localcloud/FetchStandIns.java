package io.eventfork.localcloud;

import java.util.List;

/**
 * Fetches the stand-ins for the running Java, so that the first start needs no network; run by the
 * build.
 */
public final class FetchStandIns {

    private FetchStandIns() {}

    public static void main(String[] arguments) {
        JarStore jars = new JarStore(System.out::println);
        try {
            for (String standIn : List.of("sqs", "s3", "dynamodb", OpenSearchStandIn.lockFile())) {
                jars.jars(standIn);
            }
        } catch (LocalCloudException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
