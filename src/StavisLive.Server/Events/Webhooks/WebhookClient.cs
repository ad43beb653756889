using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Diagnostics;
using StavisLive.Server.Json;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>Calls one webhook.</summary>
internal sealed class WebhookClient : IDisposable
{
    // Only what an answer begins with counts; more is read merely to keep the connection.
    private const int MostDrained = 64 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A receiver may move to another machine.
    private static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, MaxResponseDrainSize = MostDrained, PooledConnectionLifetime = ConnectionAge,
    })
    {
        // Counted by the clock that was given.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly Uri _address;
    private readonly AuthenticationHeaderValue? _user;
    private readonly string? _secret;
    private readonly TimeProvider _time;

    /// <param name="hook">Where, and what is signed with.</param>
    /// <param name="time">The clock.</param>
    public WebhookClient(WebhookConfig hook, TimeProvider time)
    {
        SafeAddress.Know(hook.Url);
        _address = new Uri(SafeAddress.Escape(hook.Url));
        (_secret, _time) = (hook.Secret, time);
        if (_address.UserInfo.Length > 0)
            _user = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_address.UserInfo))));
    }

    /// <summary>Scheme, host and port: what else is in the address may be its secret.</summary>
    public string Shown => _address.GetLeftPart(UriPartial.Scheme) + _address.Authority;

    /// <summary>Calls it with an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="delivery">What this delivery is known by, however often it is tried.</param>
    /// <param name="cancellationToken">Gives up, which is an answer as well.</param>
    public async Task<WebhookAnswer> CallAsync(AttentionEvent happened, Guid delivery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = RequestOf(happened, delivery);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return WebhookAnswer.Of(response, _time.GetUtcNow());
        }
        catch (HttpRequestException e)
        {
            return WebhookAnswer.Of(e);
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? WebhookAnswer.CutOff : WebhookAnswer.Late(Patience);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(AttentionEvent happened, Guid delivery)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(happened, ServerJson.Options);
        // Of this try, so that a receiver can refuse what is old.
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = _user;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("StavisLive", null));
        request.Headers.Add("X-StavisLive-Event", happened.Kind);
        request.Headers.Add("X-StavisLive-Delivery", delivery.ToString());
        request.Headers.Add("X-StavisLive-Timestamp", timestamp);
        if (_secret is not null) request.Headers.Add("X-StavisLive-Signature", WebhookSignature.Of(_secret, timestamp, body));
        return request;
    }
}
