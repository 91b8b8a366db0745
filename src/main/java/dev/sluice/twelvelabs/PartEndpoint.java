package dev.sluice.twelvelabs;

import java.util.Map;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.HeaderMap;
import retrofit2.http.PUT;
import retrofit2.http.Tag;
import retrofit2.http.Url;

/** Where the parts of an upload go: signed links of some object store. The key never goes along. */
interface PartEndpoint {

  @PUT
  Call<ResponseBody> send(
      @Url String link,
      @HeaderMap Map<String, String> headers,
      @Body RequestBody bytes,
      @Tag Sent sent);
}
