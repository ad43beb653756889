namespace StavisLive.Evaluation.Datasets.Published.Matlab;

/// <summary>A two-dimensional array of numbers from a MATLAB file.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Values">Row by row (the file has them column by column).</param>
public sealed record MatArray(int Rows, int Columns, double[] Values);
