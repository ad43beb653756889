using System.Diagnostics.Metrics;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

/// <summary>Listens to the program's meter and does nothing with what it hears.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly MeterListener _listener = new();

    public SilentListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        _listener.Start();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
