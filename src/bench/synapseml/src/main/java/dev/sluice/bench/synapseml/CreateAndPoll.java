package dev.sluice.bench.synapseml;

import com.microsoft.azure.synapse.ml.io.http.HTTPRequestData;
import com.microsoft.azure.synapse.ml.io.http.HTTPResponseData;
import com.microsoft.azure.synapse.ml.io.http.HandlingUtils$;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Creates a task with SynapseML's own retries and back-off, and polls it until it is ready. */
final class CreateAndPoll implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern ID = Pattern.compile("\"_id\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"([^\"]+)\"");
  private static final AtomicInteger CREATES = new AtomicInteger();

  private final String url;
  private final long pollMs;
  private final int failAt;

  CreateAndPoll(String url, long pollMs, int failAt) {
    this.url = url;
    this.pollMs = pollMs;
    this.failAt = failAt;
  }

  HTTPResponseData apply(CloseableHttpClient client, HTTPRequestData request) {
    HTTPResponseData created = send(client, request);
    if (created == null || created.statusLine().statusCode() / 100 != 2) {
      return created;
    }
    if (CREATES.incrementAndGet() == failAt) {
      throw new IllegalStateException(
          "the failure this measurement asked for; Spark tries the task again");
    }
    HttpGet get = new HttpGet(url + "/embed-v2/tasks/" + find(ID, created));
    get.setHeader("x-api-key", "bench");
    HTTPRequestData look = new HTTPRequestData(get);
    while (true) {
      HTTPResponseData answer = send(client, look);
      if (answer == null || !"processing".equals(find(STATUS, answer))) {
        return answer;
      }
      try {
        Thread.sleep(pollMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }

  // The pauses between retries are SynapseML's defaults; a 429 does not count as one.
  private static HTTPResponseData send(CloseableHttpClient client, HTTPRequestData request) {
    Seq<Object> retries =
        JavaConverters.asScalaBufferConverter(java.util.List.<Object>of(100, 500, 1000)).asScala();
    return HandlingUtils$.MODULE$.advanced(retries, client, request);
  }

  private static String find(Pattern pattern, HTTPResponseData response) {
    String body = new String(response.entity().get().content(), StandardCharsets.UTF_8);
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : "";
  }
}
